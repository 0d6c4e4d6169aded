/** Configuration: flag over environment variable over YAML file over default, every key known. */
@NullMarked
package io.proffer.cli.config;

import org.jspecify.annotations.NullMarked;
