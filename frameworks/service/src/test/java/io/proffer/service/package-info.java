/** Tests. */
@NullMarked
package io.proffer.service;

import org.jspecify.annotations.NullMarked;
