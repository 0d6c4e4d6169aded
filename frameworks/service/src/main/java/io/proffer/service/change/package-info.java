/** Changes to what is wanted: from a tree of apps and groups to the next one, or why not. */
@NullMarked
package io.proffer.service.change;

import org.jspecify.annotations.NullMarked;
