'use strict';
/* Exchanges the token for a cookie. The token is sent in a header, so that it is in no address. */
document.getElementById('login').addEventListener('submit', async event => {
  event.preventDefault();
  const answer = document.getElementById('answer');
  try {
    const {ok} = await fetch(event.target.dataset.address, {headers: {Authorization: 'Bearer ' + document.getElementById('token').value}, cache: 'no-store'});
    if (ok) {
      location.reload();
    } else {
      answer.textContent = 'This is not the token.';
      document.getElementById('token').select();
    }
  } catch (e) {
    answer.textContent = e instanceof TypeError && navigator.onLine ? 'This is not a token, or there is no connection.' : String(e);
  }
});
document.getElementById('token').focus();
