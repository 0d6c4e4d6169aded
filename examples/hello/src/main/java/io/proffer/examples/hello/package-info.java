/** The smallest useful framework. */
@NullMarked
package io.proffer.examples.hello;

import org.jspecify.annotations.NullMarked;
