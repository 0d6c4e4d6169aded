/** The demo: a cluster, an example framework, and tasks one can watch until they finish. */
@NullMarked
package io.proffer.cli.demo;

import org.jspecify.annotations.NullMarked;
