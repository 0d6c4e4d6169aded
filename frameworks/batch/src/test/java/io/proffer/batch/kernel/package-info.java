@NullMarked
package io.proffer.batch.kernel;

import org.jspecify.annotations.NullMarked;
