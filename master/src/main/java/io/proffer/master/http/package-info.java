/**
 * What enters the master enters here: the scheduler API, the operator API, the legacy endpoints and
 * the agent link. It checks what needs no state, puts the rest to the leading master, and renders
 * what the read model knows.
 */
@NullMarked
package io.proffer.master.http;

import org.jspecify.annotations.NullMarked;
