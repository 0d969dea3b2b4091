import { objcNsurlsession } from "@scalar/snippetz/plugins/objc/nsurlsession";
import { edit, formFields, generate, indent, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

const env = `static NSString *env(NSString *name) {
  NSString *value = [[[NSProcessInfo processInfo] environment] objectForKey:name];
  if (value == nil) [NSException raise:NSGenericException format:@"%@ is not set", name];
  return value;
}`;
const encoded = `static NSString *encoded(NSString *name) {
  NSString *unreserved = @"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  NSCharacterSet *allowed = [NSCharacterSet characterSetWithCharactersInString:unreserved];
  return [env(name) stringByAddingPercentEncodingWithAllowedCharacters:allowed];
}`;
const basic = (id: string): string => `static NSString *basic(void) {
  NSString *pair = [@"${encodeValue(id)}:" stringByAppendingString:encoded(@"CLIENT_SECRET")];
  return [[pair dataUsingEncoding:NSUTF8StringEncoding] base64EncodedStringWithOptions:0];
}`;

/** Objective-C: a command-line program for macOS. */
export const objectiveC: Language = {
  id: "objective-c",
  aliases: ["objc", "objectivec"],
  title: "Objective-C (NSURLSession)",
  extension: "m",
  comment: "//",
  needs: {},
  authorize: (url) => `#import <CommonCrypto/CommonDigest.h>
#import <Foundation/Foundation.h>
#import <Security/Security.h>

static NSString *base64Url(NSData *data) {
  NSString *text = [[data base64EncodedStringWithOptions:0] stringByReplacingOccurrencesOfString:@"=" withString:@""];
  text = [text stringByReplacingOccurrencesOfString:@"+" withString:@"-"];
  return [text stringByReplacingOccurrencesOfString:@"/" withString:@"_"];
}

static NSString *newSecret(void) {
  NSMutableData *bytes = [NSMutableData dataWithLength:32];
  if (SecRandomCopyBytes(kSecRandomDefault, 32, bytes.mutableBytes) != errSecSuccess) abort();
  return base64Url(bytes);
}

int main(void) {
  @autoreleasepool {
    NSString *verifier = newSecret();
    NSData *ascii = [verifier dataUsingEncoding:NSASCIIStringEncoding];
    NSMutableData *hash = [NSMutableData dataWithLength:CC_SHA256_DIGEST_LENGTH];
    CC_SHA256(ascii.bytes, (CC_LONG)ascii.length, hash.mutableBytes);
    NSString *state = newSecret();
    NSString *url = @"${url}";
    printf("%s&state=%s&code_challenge=%s\\n", url.UTF8String, state.UTF8String, base64Url(hash).UTF8String);
    printf("CODE_VERIFIER=%s\\nSTATE=%s\\n", verifier.UTF8String, state.UTF8String);
  }
}`,
  request: (request) => {
    const isBasic = request.authorization === "basic";
    const fields = formFields(
      request,
      (known) => `  @"${known}"`,
      (name, variable) => `  [@"${name}" stringByAppendingString:encoded(@"${variable}")]`,
    );
    const form = `[@[\n${fields.join(",\n")}\n] componentsJoinedByString:@"&"]`;
    const code = splice(generate(objcNsurlsession, request, "placeholder"), {
      literal: /@"((?:[^"\\\n]|\\.)*)"/g,
      quote: (content) => `@"${content}"`,
      variable: (name) => `env(@"${name}")`,
      parts: { FORM: form, BASIC: "basic()" },
      join: ([first = "", ...rest]) =>
        rest.reduce((joined, part) => `[${joined} stringByAppendingString:${part}]`, first),
    });
    const main = edit(code, [
      ["#import <Foundation/Foundation.h>\n\n", ""],
      [
        "NSURLSession *session",
        "__block int exitCode = 1;\ndispatch_semaphore_t done = dispatch_semaphore_create(0);\nNSURLSession *session",
      ],
      ["\ncompletionHandler:", "\n                                            completionHandler:"],
      [
        '    NSLog(@"%@", httpResponse);\n  }',
        '    NSString *body = [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding];\n    printf("%s\\n", body.UTF8String);\n    exitCode = httpResponse.statusCode < 400 ? 0 : 1;\n  }\n  dispatch_semaphore_signal(done);',
      ],
      [
        "[dataTask resume];",
        "[dataTask resume];\ndispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);\nreturn exitCode;",
      ],
    ]);
    const helpers = [
      env,
      ...(fields.length > 0 || isBasic ? [encoded] : []),
      ...(isBasic ? [basic(request.clientId)] : []),
    ];
    return `#import <Foundation/Foundation.h>

${helpers.join("\n\n")}

int main(void) {
  @autoreleasepool {
${indent(main, "    ")}
  }
}`;
  },
};
