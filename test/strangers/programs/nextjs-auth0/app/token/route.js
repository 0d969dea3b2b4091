import { auth0 } from "../../auth0.js";

/** Answers with the access token, which the SDK refreshes when it has expired. */
export async function GET() {
  try {
    return Response.json(await auth0.getAccessToken());
  } catch (error) {
    return Response.json({ code: error.code, message: error.message }, { status: 401 });
  }
}
