@NullMarked
package io.proffer.batch.http;

import org.jspecify.annotations.NullMarked;
