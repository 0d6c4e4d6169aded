@NullMarked
package io.proffer.frameworks.common;

import org.jspecify.annotations.NullMarked;
