/** What the service framework speaks of: apps, groups, and everything an app may ask for. */
@NullMarked
package io.proffer.service.model;

import org.jspecify.annotations.NullMarked;
