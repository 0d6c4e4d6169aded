/** The service framework: keeps long-running apps up, and its parts put together. */
@NullMarked
package io.proffer.service;

import org.jspecify.annotations.NullMarked;
