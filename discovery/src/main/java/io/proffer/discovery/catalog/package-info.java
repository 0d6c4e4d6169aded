/** Where the instances of all apps are, kept up to date from the framework's events. */
@NullMarked
package io.proffer.discovery.catalog;

import org.jspecify.annotations.NullMarked;
