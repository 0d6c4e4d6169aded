@NullMarked
package io.proffer.batch.json;

import org.jspecify.annotations.NullMarked;
