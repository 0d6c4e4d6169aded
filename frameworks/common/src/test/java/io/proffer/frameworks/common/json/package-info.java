@NullMarked
package io.proffer.frameworks.common.json;

import org.jspecify.annotations.NullMarked;
