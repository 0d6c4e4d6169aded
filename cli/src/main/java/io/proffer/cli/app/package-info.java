/**
 * Long-running apps through the service framework's API, for the commands {@code app} and {@code
 * group}.
 */
@NullMarked
package io.proffer.cli.app;

import org.jspecify.annotations.NullMarked;
