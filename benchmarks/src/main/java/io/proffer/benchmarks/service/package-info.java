/**
 * What the service framework takes: to start apps, to list them, to roll them over, to take over.
 */
@NullMarked
package io.proffer.benchmarks.service;

import org.jspecify.annotations.NullMarked;
