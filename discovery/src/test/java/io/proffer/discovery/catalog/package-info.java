/** Tests of the package. */
@NullMarked
package io.proffer.discovery.catalog;

import org.jspecify.annotations.NullMarked;
