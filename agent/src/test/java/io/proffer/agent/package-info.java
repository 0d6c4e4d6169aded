/** Tests of whole agents against a small master. */
@NullMarked
package io.proffer.agent;

import org.jspecify.annotations.NullMarked;
