/** The messages of the operator API, made of what the read model knows, and its event stream. */
@NullMarked
package io.proffer.master.http.operator;

import org.jspecify.annotations.NullMarked;
