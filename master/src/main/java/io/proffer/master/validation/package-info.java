/**
 * What a call or a task must satisfy, one file per concern; each check answers with the reason it
 * refuses.
 */
@NullMarked
package io.proffer.master.validation;

import org.jspecify.annotations.NullMarked;
