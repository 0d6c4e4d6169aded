@NullMarked
package io.proffer.batch;

import org.jspecify.annotations.NullMarked;
