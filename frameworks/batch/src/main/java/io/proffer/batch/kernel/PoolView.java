package io.proffer.batch.kernel;

import io.proffer.batch.model.Pool;

/** A pool, and what its users have used of late. */
public record PoolView(Pool pool, Usage usage) {}
