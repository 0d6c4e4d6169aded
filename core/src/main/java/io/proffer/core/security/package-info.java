/** Who somebody is: credentials, the tokens made of them, and what a request must prove. */
@NullMarked
package io.proffer.core.security;

import org.jspecify.annotations.NullMarked;
