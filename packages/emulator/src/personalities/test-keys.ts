/*
 * TEST KEYS, PUBLIC ON PURPOSE. They sign the ID tokens of the emulator and protect nothing. They are fixed so that
 * an ID token of one run can be checked in the next. Never let a real system trust them.
 */

/** The signing keys of the emulator, as a JWK set (RFC 7517). */
export const testKeys = {
  keys: [
    {
      kid: "emulator-test-rs256",
      use: "sig",
      alg: "RS256",
      kty: "RSA",
      n: "sbBpSGISD9WD2TC-2uOO_XAduRUE-eErVRVRuqOaxMoKwNQA0ws-O4sNcsy9AFY7d4baCUz3-_t7cqu2_mW_2ckde5pMteQsIuuJzWjGzXODHxtU918gsl_fSaHtdgYlbbXNwrTDzw6-F2EaASj8GsxjIMa6BfX7X8vWEUQm5RYrKD3JgL68cawopMuPYakXH1cux65zbwffR9ad7i7yJESkRz2xKeCVKiE5lMYr3-RdELWny_QkIib8FL4X6B8McG36A-EtXmhWvTab9HEjewJA_SuLbM0VfUFaU4zVLrlkxK4fHhIbOaFtAZPmC3zvASbpKOYZmtuSxuR4g_-GLQ",
      e: "AQAB",
      d: "Ox2JUWMLRkhPRrVQcctOWaPwx5AmKSoP_A0NNU5T4c-kFzYRFiWB7VZcQYq7AH8v5pqvNHPudt9aWTKmvWlFlCO0UthpWARS6MU7AeMvbM_W2kUCFhCIdL-vrjQYp_Dwh9j53SK9mEf71xRfje5APXwtKIzk-7G0EVFj5TeqxwD0nWmERtHdp6at3nby0ElcdcSy9RciUN-5wGk8sGhw9CraR6VY09re6xZC-bKli3rUtFnEPLaT0JYZm4tr8-9hGqwmnFtyjpuUl6KdSXjRRp1SGswheJNyndGBDPZGybvKDOJ9fj-rx7WFEL6wgqT8qzJLBpnYAx9e1CxnoqHEEw",
      p: "28AE_YmGO--uJwGD5kZRJMlHviMOUlrDjeoIwZGYknrDME3YF5GlvRdIpQxszbVHY2GVMsmngRfWrHROIX-53DyVXiMcV1hYv2jPHcf42hxRx0Sz7osMn2yBQpOw-wK9AahYZngus_QDWcqdX3knhhhzcytxLj2aTy7n5pgsHSc",
      q: "zwArZFPnguEaoZxFxdi6Q8ubFm0HmZXRtE1lWdOo2yM2Mr1r0TjlAy0aaZ5u0_V6zOCdzjIVHj04BaM7PpIzr9FAgnbJNGwsPMXc_oKgNbK_5R9DzS1Ovr2UdUBMVhCxRm_BftlWIe37tsvcwaxOJmkM_zeMSfs9kO1ELRlJ_os",
      dp: "gUVXajKxpaaco1OP3TH2YBaMPrzumuHL8jr_xac5wsm28z6H5W2Hu1HsKTPC-cwvX7YzB7p68EUuwyp0H968XmPBVqx-6p8NLiSg2psduGk6bmfrFWP1G_-_loO9dBwrRcNbpYQDrVbZdcPsihKCfq75k4G1xgb1NKmaQBu6r7c",
      dq: "mIqQb2uhVIJb5LJLfIO8p48YJ4uLKTQNiCfswyhF687j9ro-BL0_jnqjVyfolgv1RZtUzwl7JICKkyT52J9WtX6nYjz1AsugQdyxgWBzfX7PCKJkjYOQ3uDH0Svj1RyR9s0OM1MntPMyJj_O224FXSrW6BBgMniRowYl0nIrZAc",
      qi: "S28Q7aQW3aydAyRIi0doeLB5-YpFeEDYylVt6ipBQckQxhqFNXPFebVMzpoo-aOxyWxF5qTYchASU0GCqrsK6e6R-dbAhI7HCJoJxkm7cYeqGU24RrdIOzFl4fg-XSE4nBzR3Zno-KaV9NhlgaP97xVowb7WUY4u4K5eK2WAUgQ",
    },
    {
      kid: "emulator-test-es256",
      use: "sig",
      alg: "ES256",
      kty: "EC",
      x: "VlZaZTAMY91NfelWDBpKX606m9A0I5QIxXPy6gnwO0c",
      y: "lvR1GN6ZN03vev30gXnX6wpEKpg0nkBI5FRAgG7LreQ",
      crv: "P-256",
      d: "DkBOaEM2rSZd1z0LKWI6XnTzZQQ3zGjWLe51c68d11o",
    },
  ],
} as const;

/** Signs the cookies of the emulator. A test value, public on purpose. */
export const testCookieKey = "CANARY_cookie_key_of_the_emulator";
