/** The wire: RecordIO framing, the Mesos JSON codec and media types. */
@NullMarked
package io.proffer.core.protocol;

import org.jspecify.annotations.NullMarked;
