/** Tests. */
@NullMarked
package io.proffer.cli.job;

import org.jspecify.annotations.NullMarked;
