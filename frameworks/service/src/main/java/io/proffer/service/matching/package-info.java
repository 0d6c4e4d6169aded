/** Whether an instance of an app fits an offer, why not, and as what task it is launched there. */
@NullMarked
package io.proffer.service.matching;

import org.jspecify.annotations.NullMarked;
