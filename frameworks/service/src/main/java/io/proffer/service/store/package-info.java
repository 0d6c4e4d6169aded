/** What outlives the process: facts as records of a state store, and back. */
@NullMarked
package io.proffer.service.store;

import org.jspecify.annotations.NullMarked;
