/** The agent link: the messages between agent and master, and their binary codec. */
@NullMarked
package io.proffer.core.protocol.link;

import org.jspecify.annotations.NullMarked;
