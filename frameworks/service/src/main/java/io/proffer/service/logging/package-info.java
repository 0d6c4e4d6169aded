/** What this process logs, as far as operators may change it while it runs. */
@NullMarked
package io.proffer.service.logging;

import org.jspecify.annotations.NullMarked;
