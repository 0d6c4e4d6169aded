/** The driver kernel, told what happened and asked what it does about it. */
@NullMarked
package io.proffer.sdk.internal;

import org.jspecify.annotations.NullMarked;
