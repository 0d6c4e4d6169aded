@NullMarked
package io.proffer.batch.store;

import org.jspecify.annotations.NullMarked;
