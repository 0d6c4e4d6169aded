/** What the actor systems of all daemons share. */
@NullMarked
package io.proffer.actors;

import org.jspecify.annotations.NullMarked;
