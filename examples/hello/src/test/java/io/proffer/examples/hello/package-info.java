/** The smallest framework stays small. */
@NullMarked
package io.proffer.examples.hello;

import org.jspecify.annotations.NullMarked;
