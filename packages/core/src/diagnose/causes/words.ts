/** Words of a server that runs more than once. */
export const severalServers =
  /replicas?\b|(?:several|two|three|multiple|both|[2-9]) (?:\w{1,20} )?(?:pods|servers|instances|nodes)\b/;

/** Words of a program that saves each new token. */
export const savesEach =
  /(?:we|i|it|code|app|program|function|library) (?:always |do |does |also |then |now )?(?:sav|stor|persist|updat)(?:e|es|ed|ing)? (?:both|each|every|(?:the |our |its )?(?:new|returned|fresh|latest|rotated))\b[^.|]{0,12}(?:tokens?|pair)\b|(?:sav|stor|persist)\w{0,12} (?:the )?(?:refresh[ _]?)?token (?:that (?:is|was|gets|comes) )?(?:sent back|returned|received|we get)|new (?:refresh[ _]?)?token (?:is|was|gets) (?:always |correctly |properly )?(?:saved|stored|persisted)|(?:every|each) time(?![^.|]{0,60}(?:\bnot\b|never|n't))[^.|]{0,40}(?:saved?|stored?|persist(?:ed)?)\b/;

/** Words of a login that ends while the user is at work, when an access token runs out. */
export const endsInUse =
  /(?:(?:while|although|though|even if|despite|during|continuous|actively)[^.|]{0,24}(?:(?<!not |in)active\b|(?<!no |in)activity|(?<!not )working|using|in use|clicking|typing|at work)|(?:working|active|clicking) continuous|(?<!no |in)activity[^.|]{0,30}(?:not|n't) (?:prevent|help|extend|keep))[^|]{0,120}(?:logged out|signed out|kicked out|thrown out|session (?:ends|expire))|(?:logged out|signed out|kicked out|thrown out|session (?:ends|expire))[^|]{0,120}(?:(?:while|although|though|even if|despite|during|continuous|actively)[^.|]{0,24}(?:(?<!not |in)active\b|(?<!no |in)activity|(?<!not )working|using|in use|clicking|typing|at work)|(?:working|active|clicking) continuous\w{0,12}|(?<!no |in)activity[^.|]{0,30}(?:not|n't) (?:prevent|help|extend|keep))|(?:match|equal|same as|exactly)[^.|]{0,30}access[ _]token(?:'s)? (?:life|valid|expir|ttl)/;

/** Words of timers that did not run because the page or the machine slept. */
export const asleep =
  /(?:background|minimi[sz]ed|inactive|hidden|sleeping|suspended|throttled|dormant) (?:browser )?(?:tabs?|windows?|page)\b|\b(?:tabs?|window|page) (?:is |was |are |being |stays? |left )?(?:minimi[sz]ed|hidden|asleep|sleeping|inactive|suspended|throttled)|(?:minimi[sz]ed or )?\bin (?:the )?background\b|(?:computer|machine|laptop|device|mac|pc) (?:slept|sleeps|goes to sleep|went to sleep|was asleep|wakes|woke)|lid (?:is |was )?closed|timers? (?:is |are |was |were )?(?:throttled|paused|suspended)/;

/** Words of a lifetime that is set to more than the token lives. */
export const setLonger =
  /(?:life ?time|life|validity|ttl|expir\w{0,12}|valid)\b[^.|]{0,30}(?:set to|is|of|for|=) ?(?:\d{1,6}|\w{1,20}) (?:days?|weeks?|months?|hours?)[^.|]{0,20}[,;]? (?:but|yet|however|although|though)[^.|]{0,40}(?:after|within|in|every|at) (?:about |only |exactly )?(?:\d{1,6}|\w{1,20}) (?:days?|weeks?|hours?|minutes?)/;

/** Words of a login that was made once and refreshed from then on. */
export const onceAndSince =
  /(?:log(?:ged|s)?[ -]?in|sign(?:ed|s)?[ -]?in|authori[sz]ed|connected|authenticated) (?:only |just )?once\b[^|]{0,80}(?:refresh|ever since|since then)|(?:refresh|renew)[^.|]{0,40}ever since|(?:never|not) (?:logged|signed) in again/;

/** Words of a refresh that is refused as before although the user has just logged in anew. */
export const newLoginInVain =
  /(?:after|although|even though|despite|even after)[^.|]{0,30}(?:interactive(?:ly)?|new|fresh|another)[^.|]{0,24}(?:log ?in|sign-?in|acquiretoken|authenticat\w{0,12}|authori[sz]ation|consent)\b[^.|]{0,20}succe/;
