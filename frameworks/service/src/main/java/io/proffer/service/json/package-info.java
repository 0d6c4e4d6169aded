/** App and group JSON: read with every mistake named, brought to one form, and written. */
@NullMarked
package io.proffer.service.json;

import org.jspecify.annotations.NullMarked;
