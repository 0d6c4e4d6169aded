/** Deployments: the steps from what there is to what is wanted, and the arithmetic of each. */
@NullMarked
package io.proffer.service.deployment;

import org.jspecify.annotations.NullMarked;
