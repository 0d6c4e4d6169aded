/**
 * References of documents, written from what reads them: the pages of {@code docs/} are made so.
 */
@NullMarked
package io.proffer.frameworks.common.reference;

import org.jspecify.annotations.NullMarked;
