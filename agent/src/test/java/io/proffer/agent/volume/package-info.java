/** Tests of the directories of persistent volumes. */
@NullMarked
package io.proffer.agent.volume;

import org.jspecify.annotations.NullMarked;
