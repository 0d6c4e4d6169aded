/** Where the values of secrets come from. */
@NullMarked
package io.proffer.service.secret;

import org.jspecify.annotations.NullMarked;
