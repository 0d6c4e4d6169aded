/** The journal of a state store, its process dying wherever it can. */
@NullMarked
package io.proffer.sdk.internal.journal;

import org.jspecify.annotations.NullMarked;
