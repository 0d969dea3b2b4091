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

/** The new key of the fault `rolled-key`. */
export const rolledKey = {
  kid: "emulator-test-rolled",
  use: "sig",
  alg: "RS256",
  kty: "RSA",
  n: "psAFYBuQgbsZr_XG5ysTQW_q6QW3-7vD7o6Hd6WAf5PwYt8umCgd-ZBoMxuaV_nCrGUpQoq5ff7ZlR_br5sYdTfFrsAXBHL-lhssEdNzn2Jwtlc-hryJqvcTjbvDzKs35FatH7mjRk7a8LAkOLrHVxH7HfYpOUL7O8wGYZJiXFrC_95kqs05kwUWFs6Oihd5fuXzhbfFyDyHO6Th4qVLH_fDsRao4xafZpFjAw722BkNg700M2oPkltTnVE2_UT-aYRfGAR_skFTwh_wGGXP3ZM4_UR9rrOE6Ib-bFlAbO2B78aGsexhASpdrG8R_tjXCrJqemi9RX5B6nLOOGrxUw",
  e: "AQAB",
  d: "FrO8551JGsh40lKBXnaoW_fbQRdkuZKSNdfUzK7NJFFlYGinRNLtZc1Jym9_H2wjG2p4aBVP9L3uLJXWSH2yoj7SHJ0NZS8sxw3y_YhOzQvPcZvGKPzhN1QFJv5BxYsoBF_imReiiY9x0mQAwnJ3cjzB9g3OBfw_DSCVW9Jcrtr6MSqysTPHR3SxMZdqmBRKV3ICuKbBGsBsTn9DIA7epnDbSjXJRe_Kl0y_VoUm5F2fY-bPxCGK0sOEGHfFCl60rtNfX584GtUw0_t3rpbpDptRYv8y8J-57IBNQ9X6X8yzIeSfbPv2z0fTz7M7WNDA5cDJLkSHw4XMsjU5VUEROQ",
  p: "2EYoW5BneL9ZqYXwW4DkDWSOQ6hHaapR9ATea4xfFut5RGFaJTm1vxtFkaZJvcL7ciEXb449pHY6v6s8JKFm0gsWdQuOQJ9DmgIMu6zR17XSATtCGHG7KC1EXOKhhnbcBLF9utPj477LY6Wt98hypIu6dBDutmbT84BdcfOdafk",
  q: "xWEZum8RJHrmH2RV6Mv5-_Dm4as3EeRJ4vbc6Ov1Pq7R9_jBgdGo0b6ys52va4He0pZNAZLCUYl1-3NibH0-TX4IDb23I9vaFgvBNszL6eF6flDKSoC0v9NPx0cWyin4GWTpACeO7eUl-nS6RcAhQoFx9fOQFvbWBqDFkXL4aKs",
  dp: "rG4LIS2ZgYi2GNWD08CIkjD4x_JztUgo_O-g0YhiC-kDj0Q61fET-WDp73zv0A6T4OOHRtbWSLhGkKgaVG4mhxJ1_i2PZfBUuoYl1r-rslrxKzAuu0R53kdw-Mlr1MQRGODWCE2FpP9qM3FVqXc0CAKrTnxthhmnpL1UQ1TizSk",
  dq: "m92e_JuCtQUcPoP0V37kbPEC0ghr14QoWMPLFWBn7VUOWDynSsXvA5sM8Uw_X61R8YhhTTHAo7TiZ2vpuHR6w6UX5QoA2p9dq_UiYgz9pja5jZBs_sJ-edD7-gkIVSMpWZxXZxjWBMTk5dBR3IzpduRTwv7QtWG9B8Tj34Uj5zs",
  qi: "TbkBeLuthfH9flWWG1Z1MUVnHpoG1LJ-LPuS__AnH8i0I53Hph7A3lDraaqHyTiyTFba_cVqvgdqP4jMz8V9bK8rT2TfvyL1I92YA7Eaq5TtyOxZ2tf0dsdOePUnODcBpwVP59ual8boPLT6wdh81H_SxGFd3sq2ikgckH0zO-0",
} as const;

/** The public part of {@link rolledKey}. */
export const rolledPublicKey = (({ alg, e, kid, kty, n, use }) => ({ kty, alg, use, kid, n, e }))(rolledKey);

/** The key that signs the emulator's cookies. A test value, public on purpose. */
export const testCookieKey = "CANARY_cookie_key_of_the_emulator";
