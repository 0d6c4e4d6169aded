/** Reads JSON documents field by field, and says all that is wrong with one. Pure. */
@NullMarked
package io.proffer.frameworks.common.json;

import org.jspecify.annotations.NullMarked;
