/** What a framework's API takes and answers, as a document for programs. */
@NullMarked
package io.proffer.frameworks.common.openapi;

import org.jspecify.annotations.NullMarked;
