/** JSON as the endpoints have it that Mesos had before its v1 API, for master and agent alike. */
@NullMarked
package io.proffer.core.protocol.legacy;

import org.jspecify.annotations.NullMarked;
