/** Tests of the package. */
@NullMarked
package io.proffer.discovery.dns;

import org.jspecify.annotations.NullMarked;
