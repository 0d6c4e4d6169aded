/** HAProxy led by what the framework says: its configuration, and its reloads. */
@NullMarked
package io.proffer.discovery.haproxy;

import org.jspecify.annotations.NullMarked;
