/**
 * Where containers keep their files: the directories under the work directory, as Mesos names them.
 */
@NullMarked
package io.proffer.agent.sandbox;

import org.jspecify.annotations.NullMarked;
