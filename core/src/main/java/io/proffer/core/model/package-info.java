/**
 * Ids, resources and their arithmetic, roles and attributes: the values all parts of Proffer share.
 */
@NullMarked
package io.proffer.core.model;

import org.jspecify.annotations.NullMarked;
