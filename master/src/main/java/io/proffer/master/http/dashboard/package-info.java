/** What the dashboard shows, in columns: all of it once, and then what changes. */
@NullMarked
package io.proffer.master.http.dashboard;

import org.jspecify.annotations.NullMarked;
