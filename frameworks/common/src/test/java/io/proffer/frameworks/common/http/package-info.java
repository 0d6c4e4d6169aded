@NullMarked
package io.proffer.frameworks.common.http;

import org.jspecify.annotations.NullMarked;
