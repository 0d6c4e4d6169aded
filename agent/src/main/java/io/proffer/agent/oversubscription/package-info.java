/** How much is measured to be spare of what tasks hold, and who has to go when it is not. */
@NullMarked
package io.proffer.agent.oversubscription;

import org.jspecify.annotations.NullMarked;
