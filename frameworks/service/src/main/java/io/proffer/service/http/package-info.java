/**
 * Marathon's REST API: routes, and apps, tasks, deployments and events as its clients read them.
 */
@NullMarked
package io.proffer.service.http;

import org.jspecify.annotations.NullMarked;
